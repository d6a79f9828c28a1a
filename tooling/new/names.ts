/** One name in the spellings that a scaffold needs. */
export interface Names {
  /** `log-normal`: files and folders. */
  readonly kebab: string;
  /** `logNormal`: functions. */
  readonly camel: string;
  /** `LogNormal`: types. */
  readonly pascal: string;
  /** `Log normal`: headings. */
  readonly title: string;
}

/** Reads a kebab-case name; throws on any other. */
export function namesOf(kebab: string): Names {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(kebab)) {
    throw new Error(`a name is in kebab-case, such as log-normal; got ${JSON.stringify(kebab)}`);
  }
  const [first = "", ...rest] = kebab.split("-");
  const upper = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
  const camel = first + rest.map(upper).join("");
  return { kebab, camel, pascal: upper(camel), title: upper(kebab.replaceAll("-", " ")) };
}

/** Puts a name where a template has `__kebab__`, `__camel__`, `__Pascal__` or `__Title__`. */
export function fill(template: string, names: Names): string {
  return template
    .replaceAll("__kebab__", names.kebab)
    .replaceAll("__camel__", names.camel)
    .replaceAll("__Pascal__", names.pascal)
    .replaceAll("__Title__", names.title);
}
