/** `20261124120000`, in UTC: seconds since 1970, or undefined for what is no instant. */
export function parseInstant(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)?.slice(1).map(Number)
  if (parts === undefined) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  // A leap second is one, wherever it stands.
  if (!isDay || hour > 23 || minute > 59 || second > 60) return undefined
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second
}
