use super::*;

const HEAD: &str = "spin_manifest_version = 2\n[application]\nname = \"test\"\n";

fn parse(rest: &str) -> Result<Manifest> {
    Manifest::parse(&format!("{HEAD}{rest}"))
}

fn refusal(rest: &str) -> String {
    format!("{:#}", parse(rest).expect_err("must be refused"))
}

#[test]
fn the_projects_own_manifest_is_understood() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spin.toml");
    let manifest = Manifest::read(&path).unwrap();
    assert!(manifest.component.contains_key("ingest"));
    assert!(!manifest.routes().is_empty());
}

#[test]
fn every_part_is_read() {
    let manifest = parse(
        r#"
        [variables]
        token = { required = true, secret = true }
        [[trigger.http]]
        route = "/a/..."
        component = "a"
        [[trigger.http]]
        route = { private = true }
        component = "a"
        [component.a]
        source = "a.wasm"
        files = ["static", { source = "x", destination = "/y" }]
        sqlite_databases = ["default"]
        allowed_outbound_hosts = ["http://b.spin.internal"]
        environment = { A = "b" }
        variables = { token = "{{ token }}" }
        [component.a.build]
        command = "make"
        [component.a.tool.schedule]
        path = "/internal/tick/a"
        every = "90s"
        [component.a.tool.other]
        whatever = 1
        "#,
    )
    .unwrap();
    let component = &manifest.component["a"];
    let mounts: Vec<_> = component.files.iter().map(Files::mount).collect();
    assert_eq!(
        mounts,
        [("static", "/static".to_owned()), ("x", "/y".to_owned())]
    );
    let schedule = component.tool.schedule.as_ref().unwrap();
    assert_eq!(schedule.every, Duration::from_secs(90));
    assert!(matches!(manifest.routes()[1].route, Route::Private(_)));
}

#[test]
fn an_unknown_key_is_named() {
    let component = "[component.a]\nsource = \"a.wasm\"\n";
    for (text, key) in [
        ("surprise = 1\n", "surprise"),
        (&format!("{component}ai_models = []\n"), "ai_models"),
        (
            &format!("{component}[component.a.tool.schedule]\nwhen = 1\n"),
            "when",
        ),
        ("[trigger.redis]\naddress = \"x\"\n", "redis"),
        (
            "[[trigger.http]]\nroute = \"/\"\nexecutor = 1\ncomponent = \"a\"\n",
            "executor",
        ),
    ] {
        let text = if key == "surprise" {
            format!("{text}{HEAD}")
        } else {
            format!("{HEAD}{text}")
        };
        let error = format!("{:#}", Manifest::parse(&text).unwrap_err());
        assert!(error.contains(&format!("`{key}`")), "{error}");
    }
}

#[test]
fn contradictions_are_refused() {
    assert!(refusal("[[trigger.http]]\nroute = \"/\"\ncomponent = \"a\"\n").contains("\"a\""));
    assert!(refusal("[variables]\nx = { secret = true }\n").contains("\"x\""));
    assert!(refusal("[variables]\nx = { default = \"1\", required = true }\n").contains("\"x\""));
    assert!(
        refusal("[component.a]\nsource = \"a\"\nsqlite_databases = [\"other\"]\n")
            .contains("\"other\"")
    );
    let error = Manifest::parse("spin_manifest_version = 1\n[application]\nname = \"x\"\n");
    assert!(format!("{:#}", error.unwrap_err()).contains("only 2"));
}

#[test]
fn durations_have_units() {
    for (text, millis) in [
        ("1s", 1000),
        ("250ms", 250),
        ("5m", 300_000),
        ("1h", 3_600_000),
        ("7", 7000),
    ] {
        assert_eq!(parse_duration(text).unwrap(), Duration::from_millis(millis));
    }
    for text in ["", "s", "1 s", "1d", "-1s", "0s"] {
        assert!(parse_duration(text).is_err(), "{text}");
    }
}
