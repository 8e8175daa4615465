import type { RuleDefinition } from '@/lib/core/findings/rule-definition'
import { aud001 } from './aud-001.rule'
import { aud002 } from './aud-002.rule'
import { aud003 } from './aud-003.rule'
import { aud004 } from './aud-004.rule'
import { aud005 } from './aud-005.rule'
import { aud006 } from './aud-006.rule'
import { aud007 } from './aud-007.rule'
import { aud008 } from './aud-008.rule'
import { aud009 } from './aud-009.rule'
import { aud010 } from './aud-010.rule'

export const auditRules: readonly RuleDefinition[] = [
  aud001,
  aud002,
  aud003,
  aud004,
  aud005,
  aud006,
  aud007,
  aud008,
  aud009,
  aud010,
]
