"""The lesson: activation functions, from ReLU to the verdict.

Ten modes of reading and doing, a bank of questions whose every answer was executed, practice, a test with an honest
verdict, spaced review, a local web app and its twin in the terminal. What is shown as a number was computed by
`logitwise` or by TensorFlow when the lesson was built; the app itself needs neither TensorFlow nor a network.
"""
