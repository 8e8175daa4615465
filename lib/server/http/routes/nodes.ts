import { acknowledgeNode } from '@/lib/core/api/acknowledgements'
import { getNode, getNodeHistory } from '@/lib/core/api/nodes'
import { acknowledge } from '@/lib/server/services/acknowledgements/acknowledge'
import { getNodeHistory as readHistory } from '@/lib/server/services/nodes/get-history'
import { getNode as readNode } from '@/lib/server/services/nodes/get-node'
import { defineRoute } from '../define-route'

export const nodeRoutes = [
  defineRoute(getNode, ({ context, params }) => readNode(context, params.slug)),
  defineRoute(getNodeHistory, ({ context, params, query }) => readHistory(context, { ...params, ...query })),
  defineRoute(acknowledgeNode, ({ context, params, body }) => acknowledge(context, { ...params, ...body })),
]
