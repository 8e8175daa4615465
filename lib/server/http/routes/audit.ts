import { listAudit } from '@/lib/core/api/audit'
import { listAudit as list } from '@/lib/server/services/audit/list'
import { defineRoute } from '../define-route'

export const auditRoutes = [defineRoute(listAudit, ({ context, query }) => list(context, query))]
