import { AppError } from '@/lib/core/errors/app-error'

export interface DecodedText {
  readonly text: string
  readonly encoding: 'UTF-8' | 'UTF-16LE' | 'UTF-16BE'
}

/** How binary files begin that people mistake for text, and what they are. */
const signatures: readonly (readonly [start: readonly number[], what: string])[] = [
  [[0x1f, 0x8b], 'compressed with gzip: unpack it first'],
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive, or an Office document: unpack it or save it as text'],
  [[0x42, 0x5a, 0x68], 'compressed with bzip2: unpack it first'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'compressed with xz: unpack it first'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed with zstd: unpack it first'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF: import the text that it was made of'],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program'],
]

const LOOKED_AT_BYTES = 4_096

/** The text of an uploaded file. Throws AppError `bad-input`, saying what the file is instead. */
export function decodeText(bytes: Uint8Array, file: string): DecodedText {
  if (bytes.length === 0) throw refused(file, 'empty')
  const known = signatures.find(([start]) => start.every((byte, index) => bytes[index] === byte))
  if (known) throw refused(file, known[1])
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodedAs('UTF-16LE', bytes, file)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodedAs('UTF-16BE', bytes, file)
  const nul = bytes.indexOf(0)
  if (nul !== -1) {
    throw refused(
      file,
      looksLikeUtf16(bytes) ? 'UTF-16 without its mark: save it as UTF-8' : 'binary: it holds NUL bytes',
    )
  }
  return decodedAs('UTF-8', bytes, file)
}

function decodedAs(encoding: DecodedText['encoding'], bytes: Uint8Array, file: string): DecodedText {
  try {
    const text = new TextDecoder(encoding.toLowerCase(), { fatal: true }).decode(bytes)
    if (text.includes('\0')) throw refused(file, 'binary: it holds NUL characters')
    return { text, encoding }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw refused(file, `not ${encoding}: save it as UTF-8`, cause)
  }
}

/** Western text in two bytes a character has a NUL in every other place. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const looked = bytes.subarray(0, LOOKED_AT_BYTES)
  const count = (start: number) =>
    looked.reduce((sum, byte, at) => sum + (at % 2 === start && byte === 0 ? 1 : 0), 0)
  const half = looked.length / 2
  return (count(0) > half * 0.4 && count(1) < half * 0.1) || (count(1) > half * 0.4 && count(0) < half * 0.1)
}

function refused(file: string, why: string, cause?: unknown): AppError {
  return new AppError('bad-input', `${file} is refused: it is ${why}.`, { cause })
}
