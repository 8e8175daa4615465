import { endMaintenance, listMaintenance, planMaintenance } from '@/lib/core/api/maintenance'
import { endMaintenance as end } from '@/lib/server/services/maintenance/end'
import { listMaintenance as list } from '@/lib/server/services/maintenance/list'
import { planMaintenance as plan } from '@/lib/server/services/maintenance/plan'
import { defineRoute } from '../define-route'

export const maintenanceRoutes = [
  defineRoute(listMaintenance, async ({ context, query }) => ({
    windows: await list(context, { isAll: query.all }),
  })),
  defineRoute(planMaintenance, ({ context, body }) => plan(context, body)),
  defineRoute(endMaintenance, ({ context, params }) => end(context, params)),
]
