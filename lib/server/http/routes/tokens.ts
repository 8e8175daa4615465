import { createTokenEndpoint, listTokensEndpoint, revokeTokenEndpoint } from '@/lib/core/api/tokens'
import { createToken } from '@/lib/server/services/tokens/create'
import { listTokens } from '@/lib/server/services/tokens/list'
import { revokeToken } from '@/lib/server/services/tokens/revoke'
import { defineRoute } from '../define-route'

export const tokenRoutes = [
  defineRoute(listTokensEndpoint, async ({ context }) => ({ tokens: [...(await listTokens(context))] })),
  defineRoute(createTokenEndpoint, ({ context, body }) => createToken(context, body)),
  defineRoute(revokeTokenEndpoint, ({ context, params }) => revokeToken(context, params)),
]
