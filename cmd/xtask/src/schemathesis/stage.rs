//! Things for the requests to meet: courses in every state, lessons, runs, a subject and an
//! instructor. Without them almost every request would end at an unknown id.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hash::{BuildHasher as _, RandomState};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use crate::http::{Answer, Request};

/// Of how many requests the parameters are taken from what is there.
const PROBABILITY: &str = "0.8";

/// How many accounts there are, and the password of each.
const PEOPLE: usize = 3;
const PASSWORD: &str = "seven green herons";

/// The values that exist, by the place they are used in.
#[derive(Debug, Default)]
pub(super) struct Stage {
    values: BTreeMap<&'static str, Vec<String>>,
}

/// Somebody who can ask the service.
struct Caller<'a> {
    api: &'a str,
    token: &'a str,
}

impl Stage {
    /// Makes everything through the API: courses belong to `owner`, the rest is the
    /// administrator's.
    pub(super) fn set(api: &str, owner: &str, admin: &str) -> anyhow::Result<Self> {
        let (owner, admin) = (Caller { api, token: owner }, Caller { api, token: admin });
        let mut stage = Self::default();
        stage.add("header.If-Match", "\"1\"");
        for tag in ["\"2\"", "\"3\"", "*"] {
            stage.add("header.If-Match", tag);
        }
        let code = format!("stage-{}", owner.count("/v1/subjects")?);
        let subject = admin.make("/v1/subjects", &json!({"code": code, "title": "Stage"}))?;
        let subject = stage.add_id(&["path.subject_id", "body.subject_id"], &subject)?;
        let teacher = admin.make("/v1/instructors", &json!({"name": "Ada Example"}))?;
        let teacher = stage.add_id(&["path.instructor_id", "body.instructor_ids[*]"], &teacher)?;
        for state in ["draft", "published", "unpublished", "archived"] {
            stage.add_course(&owner, state, &subject, &teacher)?;
        }
        stage.add_people(api)?;
        Ok(stage)
    }

    /// Accounts to look at, to block and to give roles to, and what signs them in.
    fn add_people(&mut self, api: &str) -> anyhow::Result<()> {
        for _ in 0..PEOPLE {
            // Every round has people of its own: those of the rounds before may be blocked.
            let number = RandomState::new().hash_one(api);
            let email = format!("stage-{number:016x}@example.org");
            let body = json!({"email": email, "password": PASSWORD, "name": "Ada Example"});
            let anonymous = Caller { api, token: "" };
            let made = anonymous.make("/v1/auth/register", &body)?;
            let id = made.body["account"]["id"].as_str().context("an account without an id")?;
            self.add("path.account_id", id);
            self.add("body.email", &email);
            let refresh = made.body["tokens"]["refresh_token"].as_str();
            self.add("body.refresh_token", refresh.context("no refresh token")?);
        }
        for place in ["body.password", "body.current_password", "body.new_password"] {
            self.add(place, PASSWORD);
        }
        Ok(())
    }

    /// A course in this state with a lesson and two runs.
    fn add_course(
        &mut self,
        owner: &Caller<'_>,
        state: &str,
        subject: &str,
        teacher: &str,
    ) -> anyhow::Result<()> {
        let body = json!({
            "title": format!("A course that is {state}"), "subject_id": subject,
            "instructor_ids": [teacher],
            "sections": [{"heading": "One", "topics": [{"heading": "Two"}]}],
        });
        let made = owner.make("/v1/courses", &body)?;
        let course = self.add_id(&["path.course_id"], &made)?;
        let section = &made.body["sections"][0];
        let topic = section["topics"][0]["id"].as_str().context("a topic without an id")?;
        self.add("body.topic_id", topic);
        self.add("body.sections[*].id", section["id"].as_str().context("a section without an id")?);
        let lesson = json!({
            "topic_id": topic, "title": "A lesson", "kind": "text", "preview": true,
            "content": {"kind": "text", "body": "Some words."},
        });
        let lesson = owner.make(&format!("/v1/courses/{course}/draft/lessons"), &lesson)?;
        self.add_id(&["path.lesson_id"], &lesson)?;
        for key in ["planned", "opened"] {
            let run = json!({"key": key, "instructor_ids": [teacher]});
            let run = owner.make(&format!("/v1/courses/{course}/runs"), &run)?;
            let run = self.add_id(&["path.run_id"], &run)?;
            if key == "opened" && state == "published" {
                owner.tell(&format!("/v1/courses/{course}/publish"))?;
                owner.tell(&format!("/v1/runs/{run}/open"))?;
            }
        }
        match state {
            "unpublished" => {
                owner.tell(&format!("/v1/courses/{course}/publish"))?;
                owner.tell(&format!("/v1/courses/{course}/unpublish"))
            }
            "archived" => owner.tell(&format!("/v1/courses/{course}/archive")),
            _ => Ok(()),
        }
    }

    /// Notes the id in an answer for these places.
    fn add_id(&mut self, places: &[&'static str], answer: &Answer) -> anyhow::Result<String> {
        let id = answer.body["id"].as_str().context("an answer without an id")?;
        for place in places {
            self.add(place, id);
        }
        Ok(id.to_owned())
    }

    fn add(&mut self, place: &'static str, value: &str) {
        self.values.entry(place).or_default().push(value.to_owned());
    }

    /// The values as settings of the checker.
    pub(super) fn settings(&self) -> String {
        let mut dictionaries = String::new();
        let mut parameters = String::from("\n[parameters]\n");
        for (number, (place, values)) in self.values.iter().enumerate() {
            let values = json!(values);
            let _ = write!(dictionaries, "\n[dictionaries.d{number}]\nvalues = {values}\n");
            let _ = writeln!(
                parameters,
                "\"{place}\" = {{ dictionary = \"d{number}\", probability = {PROBABILITY} }}"
            );
        }
        dictionaries + &parameters
    }
}

impl Caller<'_> {
    /// Makes a resource.
    fn make(&self, path: &str, body: &Value) -> anyhow::Result<Answer> {
        let answer = self.send("POST", path, Some(body))?;
        ensure!(answer.status == 201, "POST {path}: {} {}", answer.status, answer.body);
        Ok(answer)
    }

    /// Asks for a change of state.
    fn tell(&self, path: &str) -> anyhow::Result<()> {
        let answer = self.send("POST", path, None)?;
        ensure!(answer.status == 200, "POST {path}: {} {}", answer.status, answer.body);
        Ok(())
    }

    /// How many items the first page of a list has.
    fn count(&self, path: &str) -> anyhow::Result<usize> {
        let answer = self.send("GET", &format!("{path}?limit=200"), None)?;
        Ok(answer.body["items"].as_array().map_or(0, Vec::len))
    }

    fn send(&self, method: &str, path: &str, body: Option<&Value>) -> anyhow::Result<Answer> {
        let address = format!("{}{path}", self.api);
        let token = Some(self.token).filter(|token| !token.is_empty());
        Request { method, address: &address, token, body, from: None }.send()
    }
}

#[cfg(test)]
mod tests {
    use super::Stage;

    #[test]
    fn values_are_written_as_dictionaries_of_their_places() {
        let mut stage = Stage::default();
        stage.add("path.course_id", "a");
        stage.add("path.course_id", "b");
        stage.add("header.If-Match", "\"1\"");

        assert_eq!(
            stage.settings(),
            "\n[dictionaries.d0]\nvalues = [\"\\\"1\\\"\"]\n\
             \n[dictionaries.d1]\nvalues = [\"a\",\"b\"]\n\
             \n[parameters]\n\
             \"header.If-Match\" = { dictionary = \"d0\", probability = 0.8 }\n\
             \"path.course_id\" = { dictionary = \"d1\", probability = 0.8 }\n"
        );
    }
}
