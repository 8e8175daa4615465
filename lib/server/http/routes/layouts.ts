import { getLayout, putLayout } from '@/lib/core/api/layouts'
import { getLayout as read } from '@/lib/server/services/layout/get-layout'
import { putLayout as put } from '@/lib/server/services/layout/put-layout'
import { defineRoute } from '../define-route'

export const layoutRoutes = [
  defineRoute(getLayout, ({ context, params }) => read(context, params.view)),
  defineRoute(putLayout, ({ context, params, body }) => put(context, { ...params, ...body })),
]
