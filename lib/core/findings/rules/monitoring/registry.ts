import type { RuleDefinition } from '@/lib/core/findings/rule-definition'
import { mon001 } from './mon-001.rule'
import { mon002 } from './mon-002.rule'
import { mon003 } from './mon-003.rule'
import { mon004 } from './mon-004.rule'
import { mon005 } from './mon-005.rule'
import { mon006 } from './mon-006.rule'
import { mon007 } from './mon-007.rule'
import { mon008 } from './mon-008.rule'
import { mon009 } from './mon-009.rule'
import { mon010 } from './mon-010.rule'
import { mon011 } from './mon-011.rule'
import { mon012 } from './mon-012.rule'
import { mon013 } from './mon-013.rule'
import { mon014 } from './mon-014.rule'

export const monitoringRules: readonly RuleDefinition[] = [
  mon001,
  mon002,
  mon003,
  mon004,
  mon005,
  mon006,
  mon007,
  mon008,
  mon009,
  mon010,
  mon011,
  mon012,
  mon013,
  mon014,
]
