// lib/notebook/console.ts in a page, where the kernel itself keeps the console's output in order.
export {};
