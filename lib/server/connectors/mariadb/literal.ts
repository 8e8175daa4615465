/** A string literal. Only for values that the server takes nowhere else: CHANGE MASTER knows no parameters. */
export function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
