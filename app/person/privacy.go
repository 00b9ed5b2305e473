package person

// PrivacyVersion is the privacy agreement (隐私保护指引) that clients show now: the day of its last change.
const PrivacyVersion = "2026-11-26"
