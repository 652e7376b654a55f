// The charts are a module of their own, loaded when the first one is shown.
export function load(address) {
  return import(address);
}
