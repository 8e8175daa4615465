import { getNode } from '@/lib/core/api/nodes'
import { getNode as readNode } from '@/lib/server/services/nodes/get-node'
import { defineRoute } from '../define-route'

export const nodeRoutes = [defineRoute(getNode, ({ context, params }) => readNode(context, params.slug))]
