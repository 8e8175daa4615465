import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/core/errors/app-error'
import type { ImportReading } from '@/lib/core/imports/import-reading'
import { inventorySchema } from '@/lib/core/inventory/inventory'
import { factBodySchema } from '@/lib/core/observed/fact'
import { cpuTimeMs } from '@/lib/testing/cpu-time'
import { importSamples } from '@/lib/testing/import-samples'
import { makeInventory } from '@/lib/testing/inventory-factory'
import type { Importer } from './importer'
import { importers } from './registry'

/** A fixed budget: the same files each time. A failure prints the file that it was shrunk to. */
const SEED = 20_260_501
const RUNS = 100
const TEST_DEADLINE_MS = 180_000
const HOSTILE_CHARACTERS = 40_000
/** Far above what a linear reader needs, far below what a quadratic one would. */
const HOSTILE_CPU_MS = 3_000

const fragments = [
  ...'<>&;"\'[](){}|%:*/\\$@#-=.,~ \t\r\n\u0000\ufeffé😀',
  '<!--',
  ']]>',
  '&#x0;',
  '&amp;',
  '\\000',
  '-->',
  '::',
  '99999',
  '(v6)',
  'ALLOW IN',
  'LISTEN',
  '$ORIGIN ',
  'subgraph ',
  'end',
  '  ',
]

/** A real file of the kind, changed in a few places; or no such file at all. */
function arbitraryFile(kind: string): fc.Arbitrary<string> {
  const edit = fc.record({
    // Evenly over the file: fast-check's doubles are nearly all next to zero.
    at: fc.integer({ min: 0, max: 9_999 }).map((at) => at / 10_000),
    remove: fc.nat({ max: 12 }),
    insert: fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 12, unit: 'binary' })),
  })
  const mutated = fc.array(edit, { minLength: 1, maxLength: 6 }).map((edits) =>
    edits.reduce((text, { at, remove, insert }) => {
      const start = Math.floor(at * (text.length + 1))
      return text.slice(0, start) + insert + text.slice(start + remove)
    }, importSamples[kind] ?? ''),
  )
  const random = fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary' })), {
    maxLength: 40,
  })
  return fc.oneof(
    { weight: 4, arbitrary: mutated },
    { weight: 1, arbitrary: random.map((parts) => parts.join('')) },
  )
}

/** The reading, or undefined for a file that was refused with an error made for people. */
function readOf(importer: Importer, text: string): ImportReading | undefined {
  try {
    return importer.read(text, { file: 'fuzz', node: 'web', zone: 'example.org' })
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    return undefined
  }
}

function expectSound(reading: ImportReading, text: string): void {
  const lines = text.split('\n').length
  for (const { line, text: shown } of [...reading.understood, ...reading.notUnderstood]) {
    expect(line).toBeGreaterThanOrEqual(1)
    expect(line).toBeLessThanOrEqual(lines)
    expect(shown.length).toBeLessThanOrEqual(201)
  }
  for (const { reason, remedy } of reading.notUnderstood) {
    expect(reason).not.toBe('')
    expect(remedy).not.toBe('')
  }
  if (reading.effect?.type === 'facts') {
    for (const fact of reading.effect.facts) expect(factBodySchema.safeParse(fact).error).toBeUndefined()
  }
  if (reading.effect?.type === 'inventory') expectChange(reading.effect.change)
}

/** What comes out is an inventory, or the reason why not. */
function expectChange(change: Extract<ImportReading['effect'], { type: 'inventory' }>['change']): void {
  try {
    expect(inventorySchema.safeParse(change(makeInventory())).error).toBeUndefined()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}

describe.each(importers.map((importer) => ({ kind: importer.kind, importer })))(
  '$kind',
  ({ kind, importer }) => {
    it('reads its sample without a question', () => {
      const reading = readOf(importer, importSamples[kind] ?? '')
      expect(reading?.notUnderstood).toEqual([])
      expect(reading?.effect).not.toBeNull()
      expect(importers.filter((one) => one.recognises(importSamples[kind] ?? '', 'fuzz'))[0]?.kind).toBe(kind)
    })

    it(`takes ${RUNS} mutated files or refuses them in words, seed ${SEED}`, {
      timeout: TEST_DEADLINE_MS,
    }, () => {
      let read = 0
      fc.assert(
        fc.property(arbitraryFile(kind), (text) => {
          const reading = readOf(importer, text)
          if (reading === undefined) return
          read++
          expectSound(reading, text)
        }),
        { numRuns: RUNS, seed: SEED },
      )
      expect(read).toBeGreaterThan(0)
    })

    it('reads what repeats for ever in a time that grows no faster than it', {
      timeout: TEST_DEADLINE_MS,
    }, () => {
      const sample = importSamples[kind] ?? ''
      for (const piece of [
        ...fragments.slice(-14),
        sample.split('\n').at(-3) ?? '',
        '((((',
        'a.',
        '-',
        '[1] ',
      ]) {
        const text = sample + piece.repeat(HOSTILE_CHARACTERS / Math.max(1, piece.length))
        expect(
          cpuTimeMs(() => readOf(importer, text)),
          JSON.stringify(piece),
        ).toBeLessThan(HOSTILE_CPU_MS)
      }
    })
  },
)
