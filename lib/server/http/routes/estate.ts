import { getAlerts, getFlow, getTraffic, listFlows } from '@/lib/core/api/estate'
import { listFlows as readFlows } from '@/lib/server/services/estate/list-flows'
import { readSection } from '@/lib/server/services/estate/read-section'
import { alertSection, flowSection, trafficSection } from '@/lib/server/services/estate/sections'
import { defineRoute } from '../define-route'

export const estateRoutes = [
  defineRoute(getTraffic, ({ context }) => readSection(context, trafficSection)),
  defineRoute(getAlerts, ({ context }) => readSection(context, alertSection)),
  defineRoute(listFlows, ({ context }) => readFlows(context)),
  defineRoute(getFlow, ({ context, params }) => readSection(context, flowSection(params.slug))),
]
