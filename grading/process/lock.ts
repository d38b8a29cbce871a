/**
 * Makes the methods of classes read-only, so that a solution cannot replace those of Matrix by others that compute
 * derivatives along with values. New methods can still be added, and a class can be extended by one with methods or
 * fields of the same names; only an assignment such as `this.step = …` to the name of a method fails in a subclass.
 * A solution can still compute derivatives with classes of its own, and define methods on single matrices.
 */
export function lockMembers(values: unknown[]): void {
  for (const value of values) {
    if (typeof value !== "function") continue;
    for (const owner of [value, value.prototype]) {
      for (const name of owner ? Reflect.ownKeys(owner) : []) {
        const member = Object.getOwnPropertyDescriptor(owner, name)!;
        const locked = "value" in member ? { writable: false } : {};
        Object.defineProperty(owner, name, { ...locked, configurable: false });
      }
    }
  }
}
