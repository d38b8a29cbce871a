// lib/notebook/interrupts.ts in a page, where Stop ends the kernel's worker.
export {};
