import { acknowledgeNode } from '@/lib/core/api/acknowledgements'
import { getNode } from '@/lib/core/api/nodes'
import { acknowledge } from '@/lib/server/services/acknowledgements/acknowledge'
import { getNode as readNode } from '@/lib/server/services/nodes/get-node'
import { defineRoute } from '../define-route'

export const nodeRoutes = [
  defineRoute(getNode, ({ context, params }) => readNode(context, params.slug)),
  defineRoute(acknowledgeNode, ({ context, params, body }) => acknowledge(context, { ...params, ...body })),
]
