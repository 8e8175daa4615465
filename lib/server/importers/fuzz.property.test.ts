import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/core/errors/app-error'
import type { ImportReading } from '@/lib/core/imports/import-reading'
import { inventorySchema } from '@/lib/core/inventory/inventory'
import { factBodySchema } from '@/lib/core/observed/fact'
import { cpuTimeMs } from '@/lib/testing/cpu-time'
import { furtherSamples, importSamples } from '@/lib/testing/import-samples'
import { makeInventory } from '@/lib/testing/inventory-factory'
import type { Importer } from './importer'
import { importers } from './registry'

/** A fixed budget: the same files each time. A failure prints the file that it was shrunk to. */
const SEED = 20_260_501
const RUNS = 100
const TEST_DEADLINE_MS = 180_000
/** Files in which something stands again and again: a quadratic reader takes minutes of them. */
const HOSTILE_CHARACTERS = 200_000
const HOSTILE_CPU_MS = 5_000
/** Each takes so many of its own lines, where fewer would not show it. */
const repeatedCharacters: Readonly<Record<string, number>> = { 'nmap-xml': 1_000_000 }
/** Of one small file: whatever it holds, reading it is over at once. */
const FILE_CPU_MS = 2_000

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

/** Lines of each kind that a hostile file repeats. `#` is the number of the line. */
const repeated: Readonly<Record<string, readonly string[]>> = {
  'nmap-xml': ['<host/>', '<port protocol="tcp" portid="#"><state state="open"/></port>', '<x a="#"/>'],
  ss: ['tcp LISTEN 0 1 0.0.0.0:# 0.0.0.0:*\n', 'x#\n'],
  ufw: ['#/tcp ALLOW IN Anywhere\n', '[ #] 22 ALLOW IN Anywhere\n', 'tcp:\n  # * (sshd)\n', 'x#\n'],
  'bind-zone': ['h# A 192.0.2.1\n', '$GENERATE 0-2147483647 h#-$ A 192.0.2.1\n', '$ORIGIN a#\n', 'x#\n'],
  'mermaid-flowchart': ['    a#-->b#\n', '    subgraph a#\n', '    a#[b]\n', '    a-->b\n'],
  'inventory-yaml': [
    'k#: a\n',
    '- &a# a\n- *a#\n',
    '- &a a\n- *a\n',
    'a: b\n',
    '  - { slug: n#, zone: z# }\n',
  ],
}

/** A real file of the kind, changed in a few places; or no such file at all. */
function arbitraryFile(kind: string): fc.Arbitrary<string> {
  const edit = fc.record({
    // Evenly over the file: fast-check's doubles are nearly all next to zero.
    at: fc.integer({ min: 0, max: 9_999 }).map((at) => at / 10_000),
    remove: fc.nat({ max: 12 }),
    insert: fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 12, unit: 'binary' })),
  })
  const samples = fc.constantFrom(importSamples[kind] ?? '', ...(furtherSamples[kind] ?? []))
  const mutated = fc.tuple(samples, fc.array(edit, { minLength: 1, maxLength: 6 })).map(([sample, edits]) =>
    edits.reduce((text, { at, remove, insert }) => {
      const start = Math.floor(at * (text.length + 1))
      return text.slice(0, start) + insert + text.slice(start + remove)
    }, sample),
  )
  const random = fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary' })), {
    maxLength: 40,
  })
  return fc.oneof(
    { weight: 4, arbitrary: mutated },
    { weight: 1, arbitrary: random.map((parts) => parts.join('')) },
  )
}

/** The reading, or undefined for a file that was refused as a whole: by its name, with what it is or would have to be. */
function readOf(importer: Importer, text: string): ImportReading | undefined {
  try {
    return importer.read(text, { file: 'fuzz', node: 'web', zone: 'example.org' })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.code).toMatch(/^(?:bad-input|too-large)$/)
    expect(error.message).toMatch(/^fuzz .+\.$/s)
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

function repeat(piece: string, characters: number): string {
  const count = Math.floor(characters / Math.max(1, piece.length))
  return Array.from({ length: count }, (_, number) => piece.replaceAll('#', String(number))).join('')
}

/** At its end, or for XML where elements can stand. */
function within(kind: string, sample: string, more: string): string {
  return kind === 'nmap-xml' && more.startsWith('<')
    ? sample.replace('<runstats>', () => `${more}<runstats>`)
    : sample + more
}

describe.each(importers.map((importer) => ({ kind: importer.kind, importer })))(
  '$kind',
  ({ kind, importer }) => {
    it.each(furtherSamples[kind] ?? [])('reads %j without a question', (text) => {
      expect(readOf(importer, text)?.notUnderstood).toEqual([])
    })

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
          let reading: ImportReading | undefined
          expect(
            cpuTimeMs(() => {
              reading = readOf(importer, text)
            }),
          ).toBeLessThan(FILE_CPU_MS)
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
      const pieces = [...fragments.slice(-14), sample.split('\n').at(-3) ?? '', '((((', 'a.', '-', '[1] ']
      const texts = [
        ...pieces.map((piece) => repeat(piece, HOSTILE_CHARACTERS)),
        ...(repeated[kind] ?? []).map((piece) =>
          repeat(piece, repeatedCharacters[kind] ?? HOSTILE_CHARACTERS),
        ),
      ]
      for (const more of texts) {
        const text = within(kind, sample, more)
        expect(
          cpuTimeMs(() => readOf(importer, text)),
          JSON.stringify(more.slice(0, 60)),
        ).toBeLessThan(HOSTILE_CPU_MS)
      }
    })
  },
)
