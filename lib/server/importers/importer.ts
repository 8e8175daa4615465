import type { ImportReading } from '@/lib/core/imports/import-reading'
import type { factSources, Vantage } from '@/lib/core/observed/fact'

export interface ReadOptions {
  /** The file's name in messages. */
  readonly file: string
  /** The node on which the file was made, for kinds that speak of one host. */
  readonly node: string
  /** The zone that the inventory declares, for files that do not name theirs. */
  readonly zone: string | null
}

interface ImporterParts {
  /** Same word as the file's name. */
  readonly kind: string
  readonly title: string
  /** How people make such a file: a command. */
  readonly madeBy: string
  /** What of it is taken over, in a sentence. */
  readonly takesOver: string
  /** Whether the beginning of a file looks like this kind. */
  recognises(head: string, file: string): boolean
  /** Pure. Throws AppError `bad-input` for what is no such file at all; all else is in the reading. */
  read(text: string, options: ReadOptions): ImportReading
}

/** One kind of file that can be imported: what it says is observed, or is declared. */
export type Importer =
  | (ImporterParts & {
      readonly effect: 'facts'
      readonly source: (typeof factSources)[number]
      /** Places from which such a file can be made, the likeliest first. */
      readonly vantages: readonly Vantage[]
      /** It speaks of one host, and does not say of which. */
      readonly needsNode: boolean
      /** How long what it says may be believed. */
      readonly shelfLifeMs: number
    })
  | (ImporterParts & { readonly effect: 'inventory' })

export function defineImporter<Definition extends Importer>(definition: Definition): Definition {
  return definition
}
