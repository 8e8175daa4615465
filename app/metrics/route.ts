import { metricsResponse } from '@/lib/server/http/metrics-response'

export const dynamic = 'force-dynamic'

export { metricsResponse as GET }
