//! The mailer against a server that speaks SMTP.

use std::time::Duration;

use courses_domain::identity::EmailAddress;
use courses_mailer::{Sender, SmtpMailer, SmtpSecurity, SmtpSettings};
use courses_port::identity::{Mail, MailError, Mailer as _};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Serves one connection, answers `verdict` to the recipient, and tells what it was told.
async fn server(verdict: &'static str) -> (u16, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("bound").port();
    let heard = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a client");
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut heard = Vec::new();
        let mut in_text = false;
        write.write_all(b"220 test\r\n").await.expect("it listens");
        while let Ok(Some(line)) = lines.next_line().await {
            let answer = match line.split(' ').next().unwrap_or_default() {
                "." if in_text => {
                    in_text = false;
                    "250 taken\r\n"
                }
                _ if in_text => "",
                "EHLO" => "250 test\r\n",
                "DATA" => {
                    in_text = true;
                    "354 go on\r\n"
                }
                "RCPT" => verdict,
                "QUIT" => "221 bye\r\n",
                _ => "250 fine\r\n",
            };
            let over = line == "QUIT";
            heard.push(line);
            write.write_all(answer.as_bytes()).await.expect("it listens");
            if over {
                break;
            }
        }
        heard
    });
    (port, heard)
}

fn mailer(port: u16) -> SmtpMailer {
    let settings = SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port,
        security: SmtpSecurity::None,
        credentials: None,
        timeout: Duration::from_secs(5),
    };
    let sender = Sender::parse("Courses <courses@example.org>").expect("an address");
    SmtpMailer::new(settings, sender).expect("no TLS")
}

fn mail() -> Mail {
    Mail {
        to: EmailAddress::parse("ada@example.org").expect("an address"),
        subject: "Prove your address".to_owned(),
        text: "Follow the link.\n.\nNot the end.".to_owned(),
    }
}

#[tokio::test]
async fn a_mail_is_handed_over_whole() {
    let (port, heard) = server("250 fine\r\n").await;
    let mailer = mailer(port);
    mailer.send(&mail()).await.unwrap();
    drop(mailer);
    let heard = heard.await.unwrap();
    for expected in ["RCPT TO:<ada@example.org>", "Subject: Prove your address", "Not the end."] {
        assert!(heard.iter().any(|line| line.contains(expected)), "{expected}: {heard:?}");
    }
}

#[tokio::test]
async fn a_refused_recipient_is_final_and_a_busy_server_is_not() {
    for (verdict, last) in [("550 nobody here\r\n", true), ("450 later\r\n", false)] {
        let (port, _heard) = server(verdict).await;
        let refused = mailer(port).send(&mail()).await.unwrap_err();
        assert_eq!(matches!(refused, MailError::Refused(_)), last, "{verdict}");
    }
}

#[tokio::test]
async fn a_server_that_is_away_is_tried_later() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    assert!(matches!(mailer(port).send(&mail()).await, Err(MailError::Later(_))));
}
