import { createHash } from 'node:crypto'
import { AppError } from '@/lib/core/errors/app-error'
import type { ImportReading } from '@/lib/core/imports/import-reading'
import { type DecodedText, decodeText } from '@/lib/server/importers/decode-text'
import type { Importer } from '@/lib/server/importers/importer'
import { findImporter, importers } from '@/lib/server/importers/registry'

/** A file as somebody hands it in, with what they say of it. */
export interface ImportFile {
  /** A kind, or `auto`. */
  readonly kind: string
  readonly bytes: Uint8Array
  readonly file: string
  readonly vantage?: 'outside' | 'inside' | 'host' | undefined
  readonly node?: string | undefined
  readonly observedAt?: string | undefined
}

export interface ReadFile {
  readonly importer: Importer
  readonly reading: ImportReading
  readonly encoding: DecodedText['encoding']
  readonly contentHash: string
}

const HEAD_LENGTH = 8_192

/** Chooses the importer and lets it read. Throws AppError for what cannot be imported at all. */
export function chooseImporter(input: ImportFile): {
  readonly importer: Importer
  readonly decoded: DecodedText
} {
  const asked = findImporter(input.kind)
  const kinds = importers.map(({ kind }) => kind).join(', ')
  if (asked === undefined && input.kind !== 'auto') {
    throw new AppError('not-found', `Nothing of kind ${input.kind} can be imported. There are ${kinds}.`)
  }
  const decoded = decodeText(input.bytes, input.file)
  const head = decoded.text.slice(0, HEAD_LENGTH)
  const importer = asked ?? importers.find((one) => one.recognises(head, input.file))
  if (importer) return { importer, decoded }
  const titles = importers.map(({ title }) => title).join(', ')
  throw new AppError('bad-input', `${input.file} looks like none of these: ${titles}. Choose what it is.`)
}

export function readFile(
  { importer, decoded }: ReturnType<typeof chooseImporter>,
  { bytes, file, node }: ImportFile,
  zone: string | null,
): ReadFile {
  const reading = importer.read(decoded.text, { file, node: node ?? '', zone })
  const contentHash = createHash('sha256').update(bytes).digest('hex')
  return { importer, reading, encoding: decoded.encoding, contentHash }
}
