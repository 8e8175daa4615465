import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { dataFolder } from '@/lib/server/config/data-folder'
import { type Row, rowSchema } from './judge'

const recordSchema = z.object({ seed: z.int(), moments: z.int(), rows: z.array(rowSchema) })
/** What has been played, and the number from which its moments follow: `--resume` goes on with it. */
export type ChaosRecord = z.infer<typeof recordSchema>

export function readRecord(): ChaosRecord | undefined {
  return existsSync(file()) ? recordSchema.parse(JSON.parse(readFileSync(file(), 'utf8'))) : undefined
}

export function writeRecord(record: ChaosRecord): void {
  mkdirSync(dirname(file()), { recursive: true })
  writeFileSync(`${file()}.draft`, JSON.stringify(record, null, 1))
  renameSync(`${file()}.draft`, file())
}

/** What need not be played again: only what was played, whatever came of it. */
export function isPlayed(record: ChaosRecord, scenario: string): boolean {
  return record.rows.some((row: Row) => row.scenario === scenario && row.status !== 'unknown')
}

function file(): string {
  return join(dataFolder(), 'chaos', 'promote.json')
}
