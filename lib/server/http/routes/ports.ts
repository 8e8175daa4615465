import { diffPortScans, exportPorts, getPorts, listPortScans, portHistory } from '@/lib/core/api/ports'
import { exportPorts as exportMatrix } from '@/lib/server/services/ports/export-ports'
import { getPorts as readPorts } from '@/lib/server/services/ports/get-ports'
import {
  diffPortScans as diffScans,
  getPortHistory,
  listPortScans as listScans,
} from '@/lib/server/services/ports/port-changes'
import { defineRawRoute, defineRoute } from '../define-route'

export const portRoutes = [
  defineRoute(getPorts, ({ context }) => readPorts(context)),
  defineRoute(portHistory, ({ context, query }) => getPortHistory(context, query.cell)),
  defineRoute(listPortScans, ({ context }) => listScans(context)),
  defineRoute(diffPortScans, ({ context, query }) => diffScans(context, query)),
  defineRawRoute(exportPorts, async ({ context, query: { format } }) => {
    const text = await exportMatrix(context, format)
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json'
    const headers = {
      'content-type': type,
      'content-disposition': `attachment; filename="ports.${format}"`,
      'x-content-type-options': 'nosniff',
    }
    return new Response(text, { headers })
  }),
]
