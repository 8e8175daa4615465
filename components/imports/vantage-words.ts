const words: Readonly<Record<string, string>> = {
  outside: 'outside, from the internet',
  inside: 'inside the estate',
  host: 'on the host itself',
}

/** Where an observation was made, for people; nothing for what is declared. */
export function vantageWords(vantage: string | null): string {
  return vantage === null ? '–' : (words[vantage] ?? vantage)
}
