import { z } from 'zod'
import { auditLeafHash } from './audit-leaf'
import { treeRoot } from './merkle-tree'
import { type Checkpoint, openCheckpoint } from './signed-note'

const leafSchema = z.object({
  seq: z.int(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string().nullable(),
})
const lineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('entry'), entry: leafSchema }),
  z.object({ type: z.literal('checkpoint'), note: z.string(), verifierKey: z.string() }),
])

export interface Verification {
  readonly entries: number
  readonly checkpoints: number
  /** Entries after the newest checkpoint: nothing vouches for them yet. */
  readonly unsigned: number
  /** What does not hold; empty when all does. */
  readonly faults: readonly string[]
}

interface ExportedLog {
  /** The lines of an export, each JSON. */
  readonly text: string
  /** The key that is trusted; without one, the keys of the export vouch for themselves only. */
  readonly key?: string | undefined
  /** Notes that were kept elsewhere: they show what was cut off since. */
  readonly heldNotes?: readonly string[]
}

/** Checks an exported audit log without asking anybody: places, hashes, roots and signatures. */
export function verifyAudit({ text, key, heldNotes = [] }: ExportedLog): Verification {
  const faults: string[] = []
  const leaves: Buffer[] = []
  const notes: { note: string; key: string }[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const read = readLine(line)
    if (!read) faults.push(`line ${index + 1} is not a line of an export`)
    else if (read.type === 'checkpoint') notes.push({ note: read.note, key: key ?? read.verifierKey })
    else {
      const expected = leaves.length + 1
      if (read.entry.seq !== expected)
        faults.push(`line ${index + 1}: entry ${read.entry.seq} stands where ${expected} must`)
      leaves.push(Buffer.from(auditLeafHash(read.entry), 'hex'))
    }
  }
  const trusted = key ?? notes.at(-1)?.key
  const held = trusted === undefined ? [] : heldNotes.map((note) => ({ note, key: trusted }))
  const opened = [...notes, ...held].flatMap((each) => open(each, faults))
  for (const checkpoint of opened) faults.push(...disagreements(checkpoint, leaves))
  const signed = Math.max(0, ...opened.map(({ size }) => size))
  if (opened.length === 0) faults.push('no checkpoint vouches for any of it')
  return {
    entries: leaves.length,
    checkpoints: opened.length,
    unsigned: Math.max(0, leaves.length - signed),
    faults,
  }
}

function readLine(line: string) {
  try {
    const read = lineSchema.safeParse(JSON.parse(line))
    return read.success ? read.data : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function open({ note, key }: { note: string; key: string }, faults: string[]): readonly Checkpoint[] {
  const checkpoint = openCheckpoint(note, key)
  if (checkpoint) return [checkpoint]
  faults.push(`a checkpoint of ${note.split('\n')[1] ?? '?'} entries is not signed by the key`)
  return []
}

function disagreements({ size, root }: Checkpoint, leaves: readonly Buffer[]): readonly string[] {
  if (leaves.length < size) return [`a checkpoint vouches for ${size} entries, and ${leaves.length} are here`]
  if (treeRoot(leaves.slice(0, size)).equals(root)) return []
  return [`the first ${size} entries are not those that the checkpoint of ${size} vouches for`]
}
