import type { AcknowledgementWire } from '@/lib/core/api/acknowledgements'
import { toInstant } from '@/lib/core/api/instant'
import type { AcknowledgementRecord } from '@/lib/server/repositories/acknowledgement.repository'

export function toAcknowledgementWire(record: AcknowledgementRecord): AcknowledgementWire {
  const { id, nodeSlug, note, acknowledgedBy, acknowledgedAtMs } = record
  return { id, node: nodeSlug, note, acknowledgedBy, acknowledgedAt: toInstant(acknowledgedAtMs) }
}
