/** One element of DER: its tag, and where its content lies. */
interface Element {
  readonly tag: number
  readonly content: Buffer
}

const SEQUENCE = 0x30
const OBJECT_IDENTIFIER = 0x06
const OCTET_STRING = 0x04
/** `[3] extensions` of a TBSCertificate. */
const EXTENSIONS = 0xa3
/** `[6] uniformResourceIdentifier` of a GeneralName. */
const URI = 0x86
const CONSTRUCTED = 0x20

/** The extensions of a certificate (RFC 5280, section 4.1) by the hex of their object identifier. */
export function extensionsOf(raw: Buffer): ReadonlyMap<string, Buffer> {
  const [certificate] = elementsOf(raw)
  const [tbs] = certificate === undefined ? [] : elementsOf(certificate.content)
  const holder = tbs === undefined ? undefined : elementsOf(tbs.content).find(({ tag }) => tag === EXTENSIONS)
  const [list] = holder === undefined ? [] : elementsOf(holder.content)
  const extensions = list === undefined ? [] : elementsOf(list.content)
  return new Map(
    extensions.flatMap(({ tag, content }) => {
      if (tag !== SEQUENCE) return []
      const parts = elementsOf(content)
      const id = parts.find((part) => part.tag === OBJECT_IDENTIFIER)
      const value = parts.find((part) => part.tag === OCTET_STRING)
      return id && value ? [[id.content.toString('hex'), value.content] as const] : []
    }),
  )
}

/** Every URI in a structure of general names, however deep. */
export function urisIn(content: Buffer): readonly string[] {
  return elementsOf(content).flatMap(({ tag, content: inner }) => {
    if (tag === URI) return [inner.toString('latin1')]
    return (tag & CONSTRUCTED) === 0 ? [] : urisIn(inner)
  })
}

/** Reads as far as the bytes make sense; what a peer serves may be anything. */
function elementsOf(bytes: Buffer): readonly Element[] {
  const elements: Element[] = []
  for (let at = 0; at + 2 <= bytes.length; ) {
    const tag = bytes[at] ?? 0
    const first = bytes[at + 1] ?? 0
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f
    if (lengthBytes > 4 || at + 2 + lengthBytes > bytes.length) break
    const length = lengthBytes === 0 ? first & 0x7f : bytes.readUIntBE(at + 2, lengthBytes)
    const start = at + 2 + lengthBytes
    if (start + length > bytes.length) break
    elements.push({ tag, content: bytes.subarray(start, start + length) })
    at = start + length
  }
  return elements
}
