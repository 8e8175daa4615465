import {
  acknowledgeFinding,
  listFindingRules,
  listFindings,
  readFinding,
  reopenFinding,
  waiveFinding,
} from '@/lib/core/api/findings'
import * as change from '@/lib/server/services/findings/change-finding'
import { listFindings as list } from '@/lib/server/services/findings/list-findings'
import { listFindingRules as listRules } from '@/lib/server/services/findings/list-rules'
import { readFinding as read } from '@/lib/server/services/findings/read-finding'
import { defineRoute } from '../define-route'

export const findingRoutes = [
  defineRoute(listFindings, ({ context, query }) => list(context, query)),
  defineRoute(listFindingRules, ({ context }) => listRules(context)),
  defineRoute(readFinding, ({ context, params }) => read(context, params.id)),
  defineRoute(acknowledgeFinding, ({ context, params, body }) =>
    change.acknowledgeFinding(context, { ...params, ...body }),
  ),
  defineRoute(waiveFinding, ({ context, params, body }) =>
    change.waiveFinding(context, { ...params, ...body }),
  ),
  defineRoute(reopenFinding, ({ context, params, body }) =>
    change.reopenFinding(context, { ...params, ...body }),
  ),
]
