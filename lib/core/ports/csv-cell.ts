/** A cell that a spreadsheet would take for a formula is told to be text: what peers answer ends up in exports. */
export function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}
