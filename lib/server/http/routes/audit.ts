import { listAudit } from '@/lib/core/api/audit'
import {
  exportAuditEndpoint,
  readAuditCheckpoint,
  readAuditConsistency,
  readAuditProof,
} from '@/lib/core/api/audit-proof'
import { exportAudit } from '@/lib/server/services/audit/export'
import { listAudit as list } from '@/lib/server/services/audit/list'
import { proveConsistency, proveEntry, readCheckpoint } from '@/lib/server/services/audit/prove'
import { requireRole } from '@/lib/server/services/service-context'
import { defineRawRoute, defineRoute } from '../define-route'

export const auditRoutes = [
  defineRoute(listAudit, ({ context, query }) => list(context, query)),
  defineRoute(readAuditCheckpoint, ({ context }) => readCheckpoint(context)),
  defineRoute(readAuditProof, ({ context, query }) => proveEntry(context, query.seq)),
  defineRoute(readAuditConsistency, ({ context, query }) => proveConsistency(context, query.from)),
  defineRawRoute(exportAuditEndpoint, async ({ context }) => {
    requireRole(context, 'auditor')
    const headers = {
      'content-type': 'application/x-ndjson',
      'content-disposition': 'attachment; filename="audit.ndjson"',
    }
    return new Response(streamOf(exportAudit(context)), { headers })
  }),
]

/** Read as fast as the other side takes it, so that a long log is never in memory whole. */
function streamOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const next = await lines.next()
      if (next.done === true) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
    async cancel() {
      await lines.return(undefined)
    },
  })
}
