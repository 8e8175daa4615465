import type { ImportWire } from '@/lib/core/api/imports'
import { toInstant } from '@/lib/core/api/instant'
import type { ImportRecord } from '@/lib/server/repositories/import.repository'

export function toImportWire({ atMs, summary, ...record }: ImportRecord): ImportWire {
  return { ...record, ...summary, at: toInstant(atMs) }
}
