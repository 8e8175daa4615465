import { exportZone, getDns } from '@/lib/core/api/dns'
import { exportZone as writeZone } from '@/lib/server/services/dns/export-zone'
import { getDns as readDns } from '@/lib/server/services/dns/get-dns'
import { defineRawRoute, defineRoute } from '../define-route'

export const dnsRoutes = [
  defineRoute(getDns, ({ context }) => readDns(context)),
  defineRawRoute(exportZone, async ({ context, params: { zone } }) => {
    const text = await writeZone(context, zone)
    const headers = {
      'content-type': 'text/dns; charset=utf-8',
      'content-disposition': `attachment; filename="${zone.replace(/[^a-z0-9._-]/gi, '_')}.zone"`,
      'x-content-type-options': 'nosniff',
    }
    return new Response(text, { headers })
  }),
]
