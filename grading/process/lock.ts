/**
 * Makes the methods of classes read-only, so that a solution cannot replace the methods of Matrix with others that
 * compute derivatives along with values. New methods can still be added, and a subclass can have methods or fields of
 * the same names; only an assignment to the name of a method, such as `this.step = …`, fails in a subclass. A solution
 * can still compute derivatives with its own classes, and define methods on individual matrices.
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
