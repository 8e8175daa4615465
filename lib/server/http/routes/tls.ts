import { getTls } from '@/lib/core/api/tls'
import { getTls as readTls } from '@/lib/server/services/tls/get-tls'
import { defineRoute } from '../define-route'

export const tlsRoutes = [defineRoute(getTls, ({ context }) => readTls(context))]
