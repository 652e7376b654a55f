//! People who sign in: their sessions, their rights, and the letters with which they
//! set their passwords.

mod answers;
mod browser;
mod guessing;
mod invitations;
mod letters;
mod rights;
mod signing_in;
mod tenants;
mod users;
