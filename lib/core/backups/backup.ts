import { z } from 'zod'

/** What the tables held at one position: whoever restores up to there must find the same. */
export const fingerprintSchema = z.object({
  gtid: z.string(),
  takenAt: z.iso.datetime(),
  tables: z.record(z.string(), z.object({ rows: z.int().min(0), checksum: z.string() })),
})
export type Fingerprint = z.infer<typeof fingerprintSchema>

/** Written beside a dump once it is known to have arrived whole. */
export const backupManifestSchema = z.object({
  key: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sizeBytes: z.int().min(1),
  /** The position of the dump, empty before the first transaction: what comes after is in the binary logs. */
  gtid: z.string().default(''),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  source: z.string().optional(),
  fingerprint: fingerprintSchema.optional(),
})
export type BackupManifest = z.infer<typeof backupManifestSchema>

/** The archived binary logs of one server: all that it had committed by `readAt`, up to `gtid`. */
export const binlogChainSchema = z.object({
  version: z.literal(1),
  serverId: z.int(),
  server: z.string(),
  gtid: z.string(),
  readAt: z.iso.datetime(),
  files: z.array(
    z.object({
      file: z.string().regex(/^[A-Za-z0-9_-]+\.\d+$/),
      key: z.string().min(1),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      sizeBytes: z.int().min(1),
    }),
  ),
})
export type BinlogChain = z.infer<typeof binlogChainSchema>

/** A chain as it stands in the store, with what its first file says of itself. */
export interface ArchivedChain extends BinlogChain {
  /** The position before its first transaction; null when nobody can read it. */
  readonly startsAfter: string | null
}

/** A thing in the store as it was looked at; `problem` says why it cannot be trusted. */
export interface Found<Thing> {
  readonly key: string
  readonly thing: Thing | null
  readonly problem: string | null
}
