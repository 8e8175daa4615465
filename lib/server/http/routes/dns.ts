import { getDns } from '@/lib/core/api/dns'
import { getDns as readDns } from '@/lib/server/services/dns/get-dns'
import { defineRoute } from '../define-route'

export const dnsRoutes = [defineRoute(getDns, ({ context }) => readDns(context))]
