// lib/notebook/late_errors.ts in a page, where the kernel itself shows such errors.
export {};
