interface LocalSocket {
  /** `*` is every address of both families. */
  readonly addresses: readonly string[]
  readonly port: number
}

interface NotASocket {
  readonly reason: string
  readonly remedy: string
}

/** Reads `0.0.0.0:22`, `[::1]:631`, `*:80`, `127.0.0.53%lo:53`, `:::22`. */
export function localSocket(text: string): LocalSocket | NotASocket {
  const colon = text.lastIndexOf(':')
  const address = text.slice(0, colon).replace(/^\[(.*)\](%.*)?$/, '$1$2')
  const word = text.slice(colon + 1)
  if (colon < 1)
    return { reason: `${text.slice(0, 60)} is no address and port`, remedy: 'Import the output as it was.' }
  if (!/^\d+$/.test(word)) {
    return {
      reason: `port ${word.slice(0, 40)} is a name`,
      remedy: 'Run ss with -n, so that ports are numbers.',
    }
  }
  const port = Number(word)
  if (port < 1 || port > 65_535)
    return { reason: `there is no port ${word.slice(0, 12)}`, remedy: 'Import the output as it was.' }
  return { addresses: address === '*' ? ['0.0.0.0', '::'] : [address], port }
}
