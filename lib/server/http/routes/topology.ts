import { getSinglePointsOfFailure, getTopology, getWhatIf } from '@/lib/core/api/topology'
import { getTopology as readTopology } from '@/lib/server/services/topology/get-topology'
import { listSinglePointsOfFailure } from '@/lib/server/services/topology/single-points-of-failure'
import { whatIf } from '@/lib/server/services/topology/what-if'
import { defineRoute } from '../define-route'

export const topologyRoutes = [
  defineRoute(getTopology, ({ context, query }) => readTopology(context, query)),
  defineRoute(getWhatIf, ({ context, query }) => whatIf(context, query.fail)),
  defineRoute(getSinglePointsOfFailure, ({ context }) => listSinglePointsOfFailure(context)),
]
