// The five protocols, each taken to an ending of its own, at a depth of its own. Who acts is read from the pages; the
// words are those of the policies, so a policy that changes its words changes its script.
import { inDays } from './forms.mjs';

// Each step names what is pressed: does (a duty), uses (a right), takes (a way on), agrees (an ending that others
// confirm), proposes and declines (one that they do not), sets (any other link of the page), refused, overtaken.
// `by` is the side, `as` somebody by name; `with` answers fields by their labels, and the rest is filled in; `stage`
// is where it then is, and `says` what both pages then say.
const confirm = { does: 'Confirm the outcome', by: 'ab' };

export const five = {
  // To the line managers, one side by keyboard alone, with a date that protects the child from the start.
  coventry: {
    a: 'Callum Quayle',
    b: 'Nathan Kirkby',
    hands: 'keyboard',
    begins: 'Stage 1: frontline staff',
    raise: {
      'Is the child at immediate risk of harm?': 'No',
      'What do you want to raise?': 'A disagreement with another agency',
      'Your agency’s reference': 'HV-20418',
      Age: '1 to 4',
      'Which agency do you disagree with?': "Coventry Children's Services",
      "Who do you disagree with at Coventry Children's Services?": 'Nathan Kirkby, Social worker, referral and assessment',
      'Is it about something that they did, did not do, or decided?': 'A decision',
      'What is that part of?': 'A referral',
      'What is it about?': 'Criteria for referrals',
      "Is Coventry's Children's Services one of the agencies in the disagreement?": 'Yes',
      'By when?': 'Sooner: by a date that protects the child',
      'If sooner, by when?': inDays(9, 'midday'),
      'If sooner, why does the child need it by then?': 'The family moves house that afternoon',
      'Who have you talked it through with?': 'Nobody yet',
    },
    steps: [
      { does: 'Share information and discuss it with the other worker', by: 'b' },
      {
        overtaken: 'Not resolved: go to line managers',
        by: 'a',
        meanwhile: { takes: 'Not resolved: go to line managers', by: 'b', stage: 'Stage 1: line managers' },
      },
      {
        sets: 'Set a date that protects the child',
        by: 'b',
        with: { 'The date': inDays(3, '11am') },
        button: 'Record this date',
        says: '11am',
      },
      { does: 'Review the information', by: 'ab' },
      { does: 'Seek to resolve it with the other line manager', by: 'a' },
      { agrees: 'Resolved: both line managers agree', by: 'b' },
      confirm,
    ],
  },

  // To the last stage, through every tier of management, and a Resolution Panel decides.
  gloucestershire: {
    a: 'Isaac Drummond',
    b: 'Priya Crane',
    begins: 'Stage 1: discuss with the other worker',
    raise: {
      'Is the child at immediate risk of harm?': 'No',
      'What do you want to raise?': 'A disagreement with another agency',
      'Your agency’s reference': 'HV-11873',
      'The other agency’s reference, if you know it': 'SC-4401',
      Age: 'Under 1',
      'Which agency do you disagree with?': "Gloucestershire Children's Social Care",
      "Who do you disagree with at Gloucestershire Children's Social Care?": 'Priya Crane, Social worker, referral and assessment',
      'Is it about something that they did, did not do, or decided?': ['Inaction', 'A decision'],
      'What is it about?': 'Levels of need',
      'Is the child on a plan, or looked after?': 'Child protection plan',
      'By when?': /^Within the procedure’s own time/,
      'Who have you talked it through with?': 'Nobody yet',
    },
    steps: [
      {
        sets: 'Agree another date for: Resolve it at “Stage 1: discuss with the other worker”, or take it on',
        by: 'a',
        with: { 'Which date?': inDays(12, '4pm') },
        button: 'Propose or agree this date',
        says: 'It holds once every side has agreed',
      },
      { sets: 'Answer this', by: 'b', button: 'Propose or agree this date', says: '4pm' },
      { does: 'Discuss it with the other worker', by: 'b', with: { 'How did you speak?': 'Telephone' } },
      { takes: 'Not resolved: go to line managers', by: 'a', stage: 'Stage 2: line managers' },
      { does: 'Notify the Independent Reviewing Officer' },
      { uses: 'Convene a professionals meeting, to hear other agencies as relevant', by: 'b' },
      { does: 'Discuss it with your equivalent in the other agency', by: 'a' },
      { takes: 'Not resolved: go to senior managers', by: 'a', stage: 'Stage 3: senior managers' },
      { does: 'Copy the Escalation Monitoring Form' },
      { does: 'Attempt to resolve it through discussion with the other manager', by: 'b' },
      { takes: 'Not resolved: go to the next tier of management', by: 'a', again: true },
      { does: 'Be involved, as the agency\'s representative on the GSCP' },
      { takes: 'Not resolved at any tier: refer it to the GSCP', by: 'a', stage: 'Stage 4: resolution by the GSCP' },
      { does: 'E-mail the details to the partnership' },
      { proposes: 'Resolved directly with the senior managers', by: 'a' },
      { declines: 'Resolved directly with the senior managers', by: 'b' },
      { uses: 'Convene a Resolution Panel', as: 'Maeve Orme' },
      { takes: "Record the Resolution Panel's decision", as: 'Maeve Orme' },
      confirm,
    ],
  },

  // Through line management to a meeting of all parties, which agrees and leaves an issue outstanding.
  leeds: {
    a: 'Simon Milner',
    b: 'Zainab Bashir',
    begins: 'The professionals discuss it',
    raise: {
      'Is the child at immediate risk of harm?': 'No',
      'What do you want to raise?': 'A professional disagreement about a child',
      'Where does the disagreement arise?': 'At referral or enquiry',
      'Your agency’s reference': 'HV-30077',
      Age: '1 to 4',
      'Which agency do you disagree with?': 'Leeds Children’s Social Work Services',
      'Who do you disagree with at Leeds Children’s Social Work Services?': 'Zainab Bashir, Social worker, duty and advice',
      'What is it about?': 'The referral is not considered to meet the criteria for assessment',
      'Is the child on a plan, or looked after?': 'None of these',
      'By when?': /^Within the procedure’s own time/,
      'Who have you talked it through with?': 'Nobody yet',
    },
    steps: [
      { does: 'Answer the concern' },
      { does: 'Discuss it with the other professional, or meet', by: 'a' },
      { takes: 'Not resolved: go to first-line managers', by: 'a', stage: 'First-line managers' },
      { does: 'Seek advice from your line manager', by: 'a' },
      { does: 'Liaise with your equivalent in the other agency', by: 'b' },
      {
        takes: 'Not resolved: refer it up the line, or to the Designated or Named Professional',
        by: 'a',
        with: { 'Who leads for Aire Meadows Community Health Trust there?': 'Designated or Named Professional' },
        stage: 'Line management, or the Designated or Named Professional',
      },
      { takes: 'Call a meeting of all parties', by: 'b', stage: 'Meeting of all parties' },
      { does: 'Hold a meeting of all parties', by: 'a' },
      {
        agrees: 'Resolved: all parties agree',
        by: 'a',
        add: ['Add an outstanding issue'],
        with: {
          'What is outstanding?': 'The assessment says by whom the home is seen',
          'How will it be pursued?': 'The team says each week how far it is',
          'Who does it?': 'Leeds Children’s Social Work Services: whoever speaks for it',
          'By when?': inDays(20),
        },
        says: 'The assessment says by whom the home is seen',
      },
      confirm,
      { does: 'The assessment says by whom the home is seen', by: 'b' },
    ],
  },

  // To the last step, which opens when the risk changes: an independently chaired meeting, and an agreed resolution.
  lincolnshire: {
    a: 'Julia Firth',
    b: 'Shanice Akhtar',
    begins: 'Step 1: professional to professional',
    raise: {
      'Is the child at immediate risk of harm?': 'No',
      'What do you want to raise?': 'A disagreement about a child',
      'Your agency’s reference': 'SH-55102',
      Age: '5 to 11',
      'Which agency do you disagree with?': "Lincolnshire Children's Services",
      "Who do you disagree with at Lincolnshire Children's Services?":
        'Shanice Akhtar, Social worker, assessment and safeguarding, Lincoln',
      'What is it about?': 'Discharge planning meetings',
      'Is a discharge or a move from a placement or care setting part of it?': 'Yes',
      'Which plan or process is the child under?': 'Looked after',
      'How urgent is it?': 'Routine',
      'By when?': /^Within the procedure’s own time/,
      'Who have you talked it through with?': 'Nobody yet',
    },
    steps: [
      {
        refused: 'Not resolved: go to line managers',
        by: 'a',
        at: '/way/step1/not_resolved',
        says: ['Discuss the difference of opinion or judgement with the other professional', 'Clause step 2'],
      },
      { does: 'Acknowledge the concern to whoever raised it' },
      {
        does: 'Discuss the difference of opinion or judgement with the other professional',
        by: 'a',
        with: { 'How did you speak?': 'Telephone' },
      },
      {
        takes: 'Not resolved: go to line managers',
        by: 'a',
        stage: 'Step 2, first: the line manager reviews the concern',
      },
      { does: 'Review whether the concern is justified' },
      { takes: 'Justified: take it to the other line manager', by: 'a', stage: 'Step 2: manager to manager' },
      { does: 'Discuss it with the other professional\'s line manager', by: 'b' },
      {
        takes: 'Not resolved: go to the Senior Liaison Officers',
        by: 'b',
        stage: 'Step 3: Senior Liaison Officer to Senior Liaison Officer',
      },
      {
        refused: 'Not resolved and urgent: convene an independently chaired meeting',
        by: 'a',
        at: '/way/step3/chaired_meeting',
        says: ['How urgent is it?', 'Clause step 4 a'],
      },
      {
        sets: 'The risk has changed',
        by: 'b',
        with: { 'Is the child at immediate risk of harm?': 'Not sure', 'How urgent is it?': 'Urgent' },
        button: 'Record it',
        says: 'Immediate danger: “not sure”',
      },
      { does: 'Tell the safeguarding lead of your own agency, now' },
      {
        takes: 'Not resolved and urgent: convene an independently chaired meeting',
        by: 'a',
        stage: 'Step 4a: independently chaired meeting',
      },
      { does: 'Select an independent chair from the LSCB partner organisations' },
      { does: 'Set the date of the meeting, and tell both sides' },
      { does: 'Hold the chaired and minuted meeting' },
      { agrees: 'Resolution agreed', by: 'b' },
      confirm,
    ],
  },

  // To the second level of management; the practitioners are to be satisfied too. The other side has no script.
  nottinghamshire: {
    a: 'Amara Lambert',
    b: 'Kwame Duffy',
    bHasScript: false,
    begins: 'The people who disagree',
    raise: {
      'Is the child at immediate risk of harm?': 'Not sure',
      'What do you want to raise?': 'A disagreement between organisations',
      'Your agency’s reference': 'MR-0713',
      Age: '5 to 11',
      'Which agency do you disagree with?': "Nottinghamshire Children's Social Care",
      "Who do you disagree with at Nottinghamshire Children's Social Care?":
        'Kwame Duffy, Social worker, district child protection team',
      'What is it about?': 'A referral or threshold',
      'How urgent is it, by its nature and by what it means for the safety of the child?': 'Routine',
      'By when?': /^Within the procedure’s own time/,
      'Who have you talked it through with?': 'Nobody yet',
    },
    steps: [
      { does: 'Tell the designated safeguarding lead in your own organisation, now' },
      { does: 'Attempt to resolve it with the person you disagree with', by: 'b' },
      { takes: 'Not resolved: refer it to line managers', by: 'b', stage: 'Line managers, level by level' },
      { uses: 'Hold a meeting of the managers and the employee concerned', by: 'b' },
      { takes: 'Not resolved: refer it to the next level of management', by: 'a', says: 'management level 2' },
      { does: 'Discuss it with your opposite number', by: 'b' },
      { agrees: 'Resolved: the managers agree, and the practitioners are satisfied', by: 'a' },
      confirm,
    ],
  },
};
