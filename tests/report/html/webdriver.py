# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium, by the WebDriver protocol (https://www.w3.org/TR/webdriver2/): JSON over HTTP to ChromeDriver."""

import base64
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of an element's id, by the standard


class Browser:
    """One window. Use it in a `with`."""

    def __init__(self, driver="/usr/bin/chromedriver", binary="/usr/bin/chromium", dark=False):
        self.profile = tempfile.mkdtemp(prefix="lowband-browser-")
        self.driver = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            for line in self.driver.stdout:  # which says where it listens
                if found := re.search(r"started successfully on port (\d+)", line):
                    break
            else:
                raise RuntimeError(f"{driver} did not start")
            self.address = f"http://127.0.0.1:{found[1]}"
            arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                         "--disable-background-networking", "--disable-component-update", "--disable-sync",
                         "--disable-dev-shm-usage", f"--user-data-dir={self.profile}"]
            if dark:
                arguments.append("--force-dark-mode")
            options = {"binary": binary, "args": arguments}
            capabilities = {"browserName": "chrome", "goog:chromeOptions": options,
                            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
            started = self.call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
            self.session = f"/session/{started['sessionId']}"
        except BaseException:
            self.driver.kill()
            shutil.rmtree(self.profile, ignore_errors=True)
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait()
            shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method, path, body=None):
        data = None if method != "POST" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self.address + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {json.load(error)['value']['message']}") from None

    def open(self, file):
        self.call("POST", f"{self.session}/url", {"url": pathlib.Path(file).resolve().as_uri()})

    def run(self, script, *arguments):
        """What a script returns; its arguments are in `arguments`."""
        return self.call("POST", f"{self.session}/execute/sync", {"script": script, "args": list(arguments)})

    def wait_for(self, script, *arguments):
        """Until the script returns something true, looked at once a frame; its last value after 20 s."""
        looking = """
            const [script, values, done] = [arguments[0], arguments[1], arguments[arguments.length - 1]];
            const holds = new Function(script), end = performance.now() + 20000;
            const look = () => {
              const value = holds.apply(null, values);
              if (value || performance.now() > end) done(value);
              else requestAnimationFrame(look);
            };
            look();"""
        return self.call("POST", f"{self.session}/execute/async", {"script": looking, "args": [script, list(arguments)]})

    def find(self, selector):
        return self.call("POST", f"{self.session}/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.call("POST", f"{self.session}/element/{self.find(selector)}/click")

    def press(self, keys, held=None):
        """Keys one after the other, where the focus is, while another may be held down."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        if held:
            actions = [{"type": "keyDown", "value": held}, *actions, {"type": "keyUp", "value": held}]
        self.call("POST", f"{self.session}/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def drag(self, begin, end):
        """The mouse from one point of the window to another, with its button down."""
        steps = [{"type": "pointerMove", "x": int(begin[0]), "y": int(begin[1])}, {"type": "pointerDown", "button": 0},
                 {"type": "pointerMove", "x": int(end[0]), "y": int(end[1]), "duration": 50}, {"type": "pointerUp", "button": 0}]
        self.point(steps)

    def hover(self, at):
        self.point([{"type": "pointerMove", "x": int(at[0]), "y": int(at[1])}])

    def point(self, steps):
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps}
        self.call("POST", f"{self.session}/actions", {"actions": [mouse]})

    def command(self, name, parameters):
        """A command of the DevTools protocol."""
        return self.call("POST", f"{self.session}/goog/cdp/execute", {"cmd": name, "params": parameters})

    def resize(self, width, height):
        self.command("Emulation.setDeviceMetricsOverride",
                     {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def prefer(self, scheme):
        """"dark" or "light"."""
        self.command("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def console(self):
        """What the page has had to complain of since the last call."""
        return [entry["message"] for entry in self.call("POST", f"{self.session}/se/log", {"type": "browser"})]

    def requests(self, file):
        """The addresses that the page in `file` has asked for since the last call, its own among them."""
        log = self.call("POST", f"{self.session}/se/log", {"type": "performance"})
        messages = [json.loads(entry["message"])["message"] for entry in log]
        sent = [message["params"] for message in messages if message["method"] == "Network.requestWillBeSent"]
        page = pathlib.Path(file).resolve().as_uri()
        return [one["request"]["url"] for one in sent if one["documentURL"].startswith(page)]

    def screenshot(self, file):
        """Of the whole page."""
        picture = self.command("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True})
        pathlib.Path(file).write_bytes(base64.b64decode(picture["data"]))
