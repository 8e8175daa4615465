import type { Route } from './define-route'
import { eventRoutes } from './routes/events'
import { nodeRoutes } from './routes/nodes'
import { tokenRoutes } from './routes/tokens'
import { topologyRoutes } from './routes/topology'
import { userRoutes } from './routes/users'

/** Every route of the API. Routes with words in a place come before those with a parameter there. */
export const routes: readonly Route[] = [
  ...topologyRoutes,
  ...nodeRoutes,
  ...eventRoutes,
  ...userRoutes,
  ...tokenRoutes,
]
