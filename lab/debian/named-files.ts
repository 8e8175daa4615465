/** File names in what `apt-get --print-uris` says: `'uri' name size hash`, among lines for people. */
export function namedFiles(output: string): string[] {
  return [...output.matchAll(/^'[^']+' (\S+\.deb) /gm)].flatMap((match) => match[1] ?? [])
}
