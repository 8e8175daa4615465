import { toInstant } from '@/lib/core/api/instant'
import { rules } from '@/lib/core/findings/registry'
import { listRuleJudgements } from '@/lib/server/repositories/finding.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

/** Every rule of the catalogue, with how it was last judged. */
export async function listFindingRules(context: ServiceContext) {
  requireRole(context, 'auditor')
  const judgements = await listRuleJudgements(context.database)
  return {
    rules: rules.map(({ id, title, severity, reference, reads }) => {
      const judgement = judgements.get(id)
      return {
        id,
        title,
        severity,
        reference,
        reads: [...reads],
        outcome: judgement?.outcome ?? ('not-evaluated' as const),
        evaluatedAt: judgement ? toInstant(judgement.evaluatedAtMs) : null,
      }
    }),
  }
}
